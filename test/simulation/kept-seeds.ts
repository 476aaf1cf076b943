import type { Work } from './seed-worker.ts'

/** A run that broke an invariant once, and what was wrong. */
export interface KeptSeed {
  readonly seed: number
  /** As `npm run simulate` printed it: the steps by number and what happened in each, apart by `;`. */
  readonly history: string
  readonly was: string
}

/** The run of a kept seed. */
export function runOf({ seed, history }: KeptSeed): Work {
  const lines = history
    .replace(/\s+/g, ' ')
    .split(';')
    .filter((line) => line.trim() !== '')
  const acts = new Map(
    lines.map((line) => {
      const [step = '', told = ''] = line.split(':')
      return [Number(step), told.split('|').map((act) => act.trim())]
    }),
  )
  return { seed, steps: [...acts.keys()], acts }
}

/** Every run that ever found something, so that it stays found; played again by each test run. */
export const keptSeeds: readonly KeptSeed[] = [
  {
    seed: 5,
    was: 'the simulator took a throttled sweep for a defect',
    history: `
      0: gatewayPayment; 1: postAgain; 2: deliverEvents | deliverEvents; 3: tick; 4: tick | tick; 5: takeSheet; 6:
      deliverStream; 7: deliverJob; 8: spendPoints | spendPoints; 9: deliverEvents; 10: gradeExam; 11:
      deliverEvents; 12: cardReader; 13: deliverStream; 14: callIn; 15: takeSheet; 16: deliverEvents; 17: complain;
      18: deliverEvents; 19: callIn; 20: passTime; 21: deliverStream; 22: deliverStream | deliverStream; 23:
      deliverJob; 24: scheduleTrial; 25: takeTrialSeat | takeTrialSeat; 26: deliverStream; 27: deliverEvents; 28:
      takeTrialSeat; 29: takeTrialSeat; 30: gradeExam; 31: enroll; 32: gatewayPayment; 33: correctMark; 34:
      moveDeal; 35: gatewayPayment; 36: postAgain; 37: postAgain; 38: takeTrialSeat; 39: cardReader; 40: followUp;
      41: gatewayPayment; 42: deliverStream | deliverStream; 43: markTrial; 44: takeSheet; 45: cardReader; 46:
      spendPoints; 47: deliverJob | deliverEvents | takeSheet; 48: pay; 49: deliverStream | deliverStream; 50:
      deliverStream | deliverStream | deliverStream; 51: gradeExam; 52: deliverJob; 53: deliverEvents; 54:
      deliverEvents; 55: scheduleTrial; 56: deliverJob; 57: deliverStream | deliverStream | deliverStream; 58:
      complain; 59: takeTrialSeat; 60: cardReader | deliverStream; 61: enroll; 62: enroll | markTrial; 63:
      takeTrialSeat | deliverStream; 64: changePreferences | changePreferences | changePreferences; 65: takeSheet;
      66: scheduleTrial; 67: changePreferences; 68: takeSheet; 69: deliverEvents | deliverEvents | deliverEvents;
      70: deliverEvents; 71: takeSheet; 72: passTime; 73: deliverEvents | deliverEvents; 74: deliverEvents; 75:
      deliverStream; 76: deliverEvents; 77: deliverStream; 78: handleComplaint; 79: deliverStream; 80:
      deliverStream; 81: gatewayPayment; 82: followUp; 83: markTrial; 84: spendPoints; 85: deliverJob | gradeExam;
      86: correctMark; 87: deliverEvents; 88: pay; 89: gradeExam; 90: postAgain; 91: followUp; 92: takeSheet; 93:
      enroll; 94: deliverEvents; 95: deliverJob; 96: markTrial | followUp | takeSheet; 97: deliverEvents | pay |
      deliverEvents; 98: deliverEvents | takeTrialSeat; 99: callIn`,
  },
  {
    seed: 3005,
    was: 'a correction read entries that a rival correction had posted after its book was read, and failed with a defect',
    history: `
      3: deliverEvents | deliverEvents | passTime; 4: takeSheet; 7: pay; 8: correctMark | correctMark | correctMark`,
  },
  {
    seed: 20262,
    was: 'a correction read a mark before a rival corrected it and the account after, and failed with a defect',
    history: `
      143: passTime; 146: cardReader; 159: deliverEvents | deliverEvents; 163: correctMark | correctMark |
      correctMark`,
  },
  {
    seed: 6018,
    was: 'a stamp was taken from cards that a rival had changed after its lesson was read, and failed with a defect',
    history: `
      2: passTime; 3: tick; 6: deliverStream | deliverStream; 9: passTime; 12: deliverEvents | deliverEvents; 15:
      deliverEvents | passTime | passTime; 18: deliverStream; 31: deliverEvents; 32: deliverEvents | deliverEvents |
      deliverEvents; 33: cardReader; 34: enroll; 35: enroll; 36: passTime; 37: deliverJob; 38: callIn; 39:
      scheduleTrial; 40: callOff; 41: deliverEvents; 49: changePreferences; 55: takeSheet | passTime | callIn; 61:
      takeTrialSeat; 63: passTime; 64: markTrial | markTrial | markTrial; 65: callIn; 68: cardReader; 70:
      deliverStream; 71: gradeExam; 74: followUp | followUp | followUp; 75: deliverStream; 78: correctMark |
      correctMark | correctMark; 79: deliverStream; 83: deliverEvents; 84: deliverStream; 89: visitFamily; 94:
      passTime; 95: spendPoints; 96: deliverEvents; 97: gradeExam | gradeExam | gradeExam; 98: correctMark; 99:
      gradeExam; 102: gatewayPayment; 103: changePreferences; 104: deliverEvents | deliverEvents; 108:
      deliverEvents; 109: pay; 110: deliverEvents; 111: takeSheet; 113: changePreferences; 119: takeTrialSeat |
      forgetStream; 120: deliverEvents | passTime; 121: deliverStream | deliverStream; 126: correctMark |
      deliverEvents | tick; 127: deliverStream; 129: deliverStream; 133: visitFamily; 136: deliverStream; 138:
      gatewayPayment; 139: deliverStream; 141: deliverStream | deliverStream; 142: deliverStream | deliverStream |
      deliverStream; 143: passTime | callIn; 144: callIn | passTime | followUp; 145: takeSheet; 146: passTime; 151:
      deliverEvents; 152: deliverEvents | markTrial; 153: callIn | correctMark | deliverEvents; 156: deliverStream;
      157: pay | pay | pay; 158: deliverEvents; 161: deliverEvents | deliverStream | complain; 165: deliverStream |
      callIn | takeSheet; 166: deliverEvents; 168: markTrial; 169: deliverStream; 174: gradeExam; 175: deliverStream
      | callIn | deliverEvents; 178: enroll; 179: deliverStream; 180: deliverStream; 181: deliverEvents; 182:
      deliverEvents | deliverEvents | deliverEvents`,
  },
  {
    seed: 422,
    was: 'the simulator took points that had expired, and whose grant was then made anew, for lost twice',
    history: `
      17: passTime; 18: partnerComplaint; 22: deliverStream; 23: takeSheet; 26: deliverStream | partnerComplaint |
      enroll; 35: deliverJob; 37: catchUp; 43: pay; 47: passMonth; 51: forgetStream; 142: enroll | deliverJob; 160:
      catchUp; 165: tick; 178: gatewayPayment | gatewayPayment; 181: passMonth; 184: catchUp`,
  },
  {
    seed: 270,
    was: 'the simulator took a debt of points that was repaid as they expired for a change that nobody was told of',
    history: `
      18: enroll; 37: pay | pay | pay; 48: catchUp; 58: refund | refund | refund; 61: deliverStream | tendSurvey |
      spendPoints; 63: passMonth`,
  },
  {
    seed: 1018,
    was: 'the reward of a card was looked for in the household of the correction, not in the one that had earned it',
    history: `
      42: passTime; 50: callIn; 51: leaveClass; 62: lookUp | takeSheet; 63: callIn | mergeTwo | tick; 79: deliverJob |
      deliverJob; 80: catchUp; 86: enroll | enroll | enroll; 87: strangerPosts; 120: takeSheet; 122: passTime; 124:
      deliverStream; 129: correctMark | correctMark; 130: enroll`,
  },
  {
    seed: 220,
    was: 'a gateway that told of a payment of nothing, for a class that costs nothing any more, was a defect and no refusal',
    history: `
      1: deliverStream | gatewayPayment; 12: tryAnything | passTime | deliverStream; 23: takeSheet; 33: changeClass; 46:
      gatewayPayment | deliverEvents`,
  },
  {
    seed: 639,
    was: 'the simulator took the income of a year plan for a change that nobody was told of; each of its lessons had been told',
    history: `
      4: catchUp | planYears | passTime; 10: planYears; 27: changeClass; 94: planYears | planYears | planYears; 108:
      passTime; 113: passTime; 130: takeSheet | takeSheet | takeSheet`,
  },
  {
    seed: 72,
    was: 'the same, with as many classes as a school has since',
    history: `
      0: planYears; 4: planYears; 8: planYears; 13: planYears; 14: passTime; 22: takeSheet; 24: passMonth`,
  },
  {
    seed: 7,
    was: 'the census of a term went on in the classes of another when a policy had changed meanwhile',
    history: `
      9: passTime | passTime; 11: deliverEvents | catchUp | answerLink; 15: passTime | gatewayPayment; 17: deliverEvents;
      27: passMonth | passMonth; 37: catchUp | catchUp | catchUp; 55: tryAnything`,
  },
  {
    seed: 3347,
    was: 'two runs of the census at once counted who had changed class in either class',
    history: `
      0: gradeExam; 1: deliverEvents; 4: callIn | makeUp | writeReport; 16: callOff; 17: markTrial | passTime |
      changePolicy; 19: pay; 20: passTime; 26: applyForElite; 27: deliverEvents; 28: passTime; 31: catchUp |
      catchUp | catchUp; 32: deliverEvents; 33: enroll | enroll; 34: deliverStream; 42: catchUp; 44: tick |
      lookUp; 46: tendSurvey; 47: catchUp; 62: followUp; 63: makeUp | takeLeave; 81: passTime; 87:
      deliverEvents; 88: deliverStream; 89: planYears; 97: deliverEvents | quiz; 98: passTime; 106: fillForm;
      107: deliverStream; 108: partnerComplaint | tryAnything | enroll; 110: deliverEvents | deliverEvents |
      deliverEvents; 112: deliverStream; 114: deliverStream | deliverStream; 115: changeClass; 116: lookUp |
      applyForElite; 132: postAgain | makeUp | deliverEvents; 136: catchUp | catchUp | catchUp`,
  },
  {
    seed: 3883,
    was: 'after months without a minute every report of these months was sent, one each minute',
    history: `
      24: passMonth; 166: passMonth | passMonth; 172: passMonth | passMonth | passMonth; 178: passMonth | takeSheet |
      gatewayPayment`,
  },
  {
    seed: 7795,
    was: 'a transfer that was told under the id of a merged student was not followed in the census of the survivor',
    history: `
      0: deliverEvents; 1: scheduleTrial; 2: tick; 3: deliverStream; 7: partnerComplaint; 9: deliverEvents; 10:
      fillForm; 11: waitForSeat; 18: deliverEvents | deliverJob | writeReport; 19: callIn; 24: refundPart |
      mergeTwo | visitFamily; 25: deliverStream; 32: tick; 36: takeTrialSeat | passTime | lookUp; 40:
      deliverJob; 41: followUnsubscribeLink | partnerComplaint | deliverEvents; 42: deliverJob; 43:
      deliverEvents | deliverEvents | deliverEvents; 44: deliverEvents | deliverEvents | deliverEvents; 48:
      catchUp; 77: changeClass | changeClass | changeClass`,
  },
  {
    seed: 5376,
    was: 'two counts of one enrollment in two terms lapsed as one event',
    history: `
      1: waitForSeat; 9: changeClass; 11: takeSheet | gatewayPayment | cardReader; 12: deliverStream |
      spendPoints; 13: planYears | planYears | planYears; 14: changeCampus; 18: callIn; 20: enroll | enroll; 26:
      deliverEvents; 27: passTime; 28: complain; 36: markTrial | waitForSeat; 38: callIn; 42: tryAnything; 43:
      callIn; 44: deliverEvents; 58: deliverEvents; 59: applyForElite | applyForElite; 62: takeSheet; 67: tick;
      71: catchUp; 98: endMonth | endMonth; 168: endMonth`,
  },
  {
    seed: 1482,
    was: 'a merge brought a report of the day on which that of the survivor was due, and that was tried each minute for a month',
    history: `
      0: followUp; 2: deliverEvents; 3: deliverStream; 4: callIn; 6: deliverEvents | deliverStream; 12:
      deliverEvents; 14: gatewayPayment; 17: deliverStream; 22: tendDanger | enroll | tryAnything; 24:
      planYears; 25: tick; 32: buyMore; 33: passTime; 34: strangerPosts | takeSheet | countRenewals; 40: enroll;
      41: passTime | changeCampus; 42: deliverStream; 45: mergeTwo; 49: deliverStream; 100: deliverEvents; 104:
      makeUp; 105: partnerLead; 106: quiz | quiz; 107: deliverEvents; 108: takeFromPool | postAgain; 111:
      changeCampus; 112: tick | takeTrialSeat | passMonth; 116: deliverEvents; 117: callIn | gradeExam; 118:
      gradeExam | gradeExam | gradeExam; 119: keepBooks | planYears | deliverStream; 121: passTime; 123:
      deliverEvents; 130: applyForElite; 131: deliverJob | deliverJob; 134: enroll; 145: callIn; 148: callOff |
      renew | deliverStream; 155: strangerPosts; 156: deliverStream; 157: strangerPosts; 158: catchUp`,
  },
  {
    seed: 1996,
    was: 'a correction took back what a transfer had repaid, as of before it was repaid: less than nothing was earned meanwhile',
    history: `
      6: passMonth; 11: changeClass; 24: enroll | passTime | takeTrialSeat; 31: takeSheet | takeSheet |
      takeSheet; 38: plan | catchUp | writeReport; 39: takeSheet; 46: leaveClass; 56: refund | correctMark; 82:
      changeClass | changeClass; 101: correctMark`,
  },
]
